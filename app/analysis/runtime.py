"""ONNX Runtime, set up the same way for every network."""

from pathlib import Path
from typing import Any

import onnxruntime

Session = Any  # onnxruntime carries no types
RunOptions = Any


def session(model: Path, threads: int) -> Session:
    """A network ready to run on the CPU with so many threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Pictures come in all sizes: a plan of memory kept for each would add up to hundreds of megabytes, and saves no time.
    options.enable_mem_pattern = False
    # A thread that waits for the other one would keep its core busy: with a web server beside it that cost a third of the time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def letting_go() -> RunOptions:
    """For a run after which the memory of earlier ones is given back."""
    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options
