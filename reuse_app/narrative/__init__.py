"""One voice: what the findings say, in words and figures, for pages, the big screen, reports and the terminal."""
