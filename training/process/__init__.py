"""How a process does its work: where it computes, in which pieces, and how it ends.

processor       all is computed on the processor, but what is sent to a graphics card
pieces          long work a piece at a time, that tells how far it is and may be ended
parts           long work in parts, one after the other or on all cores
ending          the program ends once no thread is in the middle of some work
"""
