// The room Shell; see ARCHITECTURE.md.
