"""The domain of Beeldpoort: who agreed to what, who is in which picture, and whether the gate may open.

The gate is closed. Only recorded consent opens it. Recognition may propose; a person decides; the ledger remembers.

`rules` says what is true (pure functions over frozen values), `records` what is kept (tables and the ledger), `operations` what may
happen (the only doors for change). Nothing here knows Flask, pixels, cryptography, settings or the clock.
"""
