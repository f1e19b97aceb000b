"""Generated inputs to compare versions on: each seed is another world, and the same one every time.

A world is a folder of plain files. It is written once, and read by every version that is compared. What is written is
not meant to be right or wrong in a known way; it is meant to bring the program to as many of its turns as possible.
"""
