"""How the shipped reader was trained; no part of the installed package. See README.md."""
