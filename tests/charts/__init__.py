"""The charts tests share their examples by import."""
