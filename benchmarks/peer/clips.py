"""A clip of the small model by diffusers, as ClipBenchmark.cs has it: clips.py MODEL TYPE; one line of JSON with the seconds."""
import json
import sys
import time

import torch
from diffusers import CogVideoXDPMScheduler, CogVideoXPipeline

folder, kind = sys.argv[1:3]
pipeline = CogVideoXPipeline.from_pretrained(folder, torch_dtype=getattr(torch, kind))
pipeline.scheduler = CogVideoXDPMScheduler.from_config(pipeline.scheduler.config, timestep_spacing="trailing")
pipeline.set_progress_bar_config(disable=True)
seconds = []
for turn in range(2):        # the first warms up
    start = time.perf_counter()
    pipeline(
        prompt="a red circle moves from left to right on a white background", num_inference_steps=50, num_frames=49, guidance_scale=6,
        width=96, height=64, use_dynamic_cfg=True, generator=torch.Generator().manual_seed(42))
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds[-1]}))
