"""One function per proposition, and the engine that turns it into a Finding: true or false?"""
