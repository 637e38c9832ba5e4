"""Files that tests make: good ones, bad ones, and what is true of each."""
