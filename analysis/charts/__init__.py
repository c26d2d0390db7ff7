"""Numbers to drawings: each function takes a frame and returns a Figure of the text's width.

Nothing here computes a result or knows a file; titles and sources are set around the drawing.
"""
