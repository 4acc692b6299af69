"""The stage: what the whole room looks at, step by step, and what whoever leads points at."""
