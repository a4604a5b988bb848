// The room Traffic; see ARCHITECTURE.md.
