"""The chat, the library and the desk: pages draw records and decide nothing."""
