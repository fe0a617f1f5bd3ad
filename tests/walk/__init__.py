"""A walk from outside: the program on a screen of its own, and real keys or a real mouse from an empty bank to a locked one."""
