"""Who is here and what changed: revisions of a workshop as server-sent events."""
