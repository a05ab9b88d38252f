"""The small pictures on the buttons of presets and on lessons, made at build time.

thumb           a picture of a preset, as SVG; an outline is what it traces of bands or decisions
"""
