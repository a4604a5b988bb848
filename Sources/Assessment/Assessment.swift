// The room Assessment; see ARCHITECTURE.md.
