"""The tests of the subjects share the arguments of exhibits by import."""
