"""The small pictures on the buttons of presets, made at build time."""
