// The room Cloud; see ARCHITECTURE.md.
