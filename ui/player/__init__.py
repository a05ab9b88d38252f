"""The player's side of the server: its component, its files as one script, its stand-alone page.

component       a part of the page that JavaScript draws, made by one function for all (component)
bundle          the player's modules as one script, for a file that plays without the server (bundle)
header          JSON with arrays, and the block of bytes that it is packed into (component)
address         the link of what is on the screen, with its QR code (address)
change          of a number by hand, at a step that the player reports (changes)
"""
