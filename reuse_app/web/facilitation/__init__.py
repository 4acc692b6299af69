"""Leading a room: links and joining, people, the run sheet, the timer."""
