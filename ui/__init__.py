"""The app: pages, the player that draws what they compute, and the server around them.

page          one object that says all of it (ui.session.page); ui.pages has the table
view          a page's script, which Streamlit runs anew for every edit
session       what the server holds for one visitor: of each page its configuration, and what is only view
visitor       a person whose browser is connected; a guest waits without a session, as for a download
edit          a change of a configuration; an event is what the player reports of its user
milestone     what became of a run at a step, as a tick above the scrubber
generation    of a widget: how often its key was made anew, so that what an old one reports does not count
header        what the player is sent: JSON with arrays, packed as one block of bytes (ui.player.component)
frame         of a surface, the part of the plane that is shown; of a network, a step whose picture is kept
hidden        runners that are out of sight; they run, and stand in tables
pick          the chosen runner, whose update or layers are explained
pool          work in turns between visitors, dropped when nobody waits; the worker is the process that does it
"""
