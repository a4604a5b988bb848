// The room Course; see ARCHITECTURE.md.
