"""The pages of the room: joining, people and their links, the run sheet, the timer, the big screen."""
