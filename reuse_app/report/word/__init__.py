"""The parts of a Word document: its shell with styles and running heads, and its body."""
