"""The server around the pages: connections, bodies, answers, failures, and how it stops."""
