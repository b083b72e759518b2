"""The model core: conflicts, statements, states, moves, preferences, and the compiled graph model."""
