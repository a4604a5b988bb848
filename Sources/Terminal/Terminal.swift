// The room Terminal; see ARCHITECTURE.md.
