"""Plausible bugs in what makes the ledger and its receipts evidence."""

from tests.mutations.list import Mutation

CHAIN = [
    Mutation(
        "chain.py", "sha256(before + canonical(kept))", "sha256(canonical(kept))", "A withdrawal could be cut out of the ledger unseen."
    ),
    Mutation(
        "chain.py",
        '"kind": kept.kind, "person": kept.person',
        '"kind": kept.kind, "person": None',
        "A consent could be moved to another child unseen.",
    ),
    Mutation("chain.py", "        if kept.seq != seq:", "        if False:", "Lines could change places unseen."),
    Mutation(
        "chain.py",
        "if seq in awaited and not _all_are(awaited.pop(seq), before, grown):",
        "if awaited.pop(seq, None) is False:",
        "A ledger written anew would pass for the one that was signed.",
    ),
    Mutation("chain.py", "    if awaited:", "    if False:", "Cutting off the latest withdrawals would go unseen."),
    Mutation("chain.py", "if type(value) is not written and", "if False and", "A damaged entry would be read as something else."),
    Mutation(
        "chain.py",
        "head.hash == hash_ and (head.root is None or head.root == grown.root())",
        "head.hash == hash_",
        "Receipts would rest upon a tree that is not that of the ledger.",
    ),
]

TREE = [
    Mutation("tree.py", 'sha256(b"\\x00" + entry)', 'sha256(b"\\x01" + entry)', "A node could pass for an entry that nobody wrote."),
    Mutation("tree.py", "    if steps:\n", "    if False:\n", "A receipt could carry hashes that nothing checks."),
    Mutation("tree.py", "if not 0 <= index < size:", "if False:", "An entry could claim a place that the ledger does not have."),
    Mutation(
        "tree.py",
        "_node(other, found) if index & 1 else _node(found, other)",
        "_node(*sorted((found, other)))",
        "Two entries could change places.",
    ),
    Mutation("tree.py", "while size & 1:", "if size & 1:", "Verifying the whole ledger would call a true checkpoint false."),
]

RECEIPTS = [
    Mutation("receipts.py", ">= PAUSE", "> 10 * PAUSE", "What was said in the morning and the evening would be one receipt."),
    Mutation(
        "receipts.py",
        "return (each.word.speaker, each.word.person, each.word.method)",
        'return ("", each.word.person, "")',
        "Parents would read each other's receipts.",
    ),
    Mutation(
        "receipts.py",
        "body.purpose == word.purpose and body.material and",
        "body.material and",
        "A new wording of one purpose would end the consents of all.",
    ),
    Mutation(
        "receipts.py",
        "Event.RENEWED if before is Say.YES else Event.GIVEN",
        "Event.GIVEN",
        "Nobody could tell when a consent was first given.",
    ),
    Mutation(
        "receipts.py",
        "stood.state is State.EXPIRED and stood.until",
        "stood.until",
        "A consent would be said to have ended while it counts.",
    ),
]

LEDGER = [*CHAIN, *TREE, *RECEIPTS]
