// The room Texts; see ARCHITECTURE.md.
