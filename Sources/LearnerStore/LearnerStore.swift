// The room LearnerStore; see ARCHITECTURE.md.
