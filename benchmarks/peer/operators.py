"""Nanoseconds per call of the operators of OperatorBenchmarks.cs, from Python: one line of JSON."""
import json
import timeit

import torch

ROUNDS, CALLS = 7, 20000

one, matrix = torch.zeros(1), torch.zeros(4, 4)
operators = {
    "Add": lambda: one + one,
    "AddScalar": lambda: one + 1.0,
    "Transpose": lambda: matrix.transpose(0, 1),
    "Cat": lambda: torch.cat([matrix, matrix], dim=0),
    "Linear": lambda: torch.nn.functional.linear(matrix, matrix),
}
print(json.dumps({name: sorted(timeit.repeat(call, number=CALLS, repeat=ROUNDS))[ROUNDS // 2] / CALLS * 1e9 for name, call in operators.items()}))
