// The room EventKernel; see ARCHITECTURE.md.
