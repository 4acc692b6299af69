"""Asking outsiders: what they read and answer by a link, and the tray in which it waits for whoever leads."""
