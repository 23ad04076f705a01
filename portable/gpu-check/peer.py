"""The same work as "cogspace verify speed", by PyTorch: a network of a published size with random weights, timed.

peer.py step|decode|product [--size 2b|5b] ...: writes one line of JSON with the names that verify speed --json writes.
peer.py table FILE...: reads such lines, ours and the peer's, and prints them side by side.

Where diffusers can be imported its classes are used, else the plain ones below. Runs on PyTorch 1.13 and later.
"""
import argparse
import json
import statistics
import subprocess
import sys
import threading
import time

HEADS = {"2b": 30, "5b": 48}
BLOCKS = {"2b": 30, "5b": 42}
HEAD, CHANNELS, TEXT_TOKENS, TEXT_WIDTH, TIME_WIDTH = 64, 16, 226, 4096, 512
VAE_CHANNELS, VAE_RESNETS = (512, 256, 256, 128), 4


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["product", "step", "decode"])
    parser.add_argument("--size", choices=["2b", "5b"], default="5b")
    parser.add_argument("--blocks", type=int)
    parser.add_argument("--frames", type=int, default=49)
    parser.add_argument("--width", type=int, default=720)
    parser.add_argument("--height", type=int, default=480)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", choices=["float32", "bfloat16"], default="bfloat16")
    parser.add_argument("--plain", action="store_true", help="the plain classes even where diffusers is there")
    return parser.parse_args()


class Memory:
    """The most that is in use, beyond what was before, as the driver says; on the CPU what Linux says of this program."""

    def __init__(self, device):
        self.index = device.split(":")[1] if ":" in device else "0"
        self.gpu, self.most, self.running = device.startswith("cuda"), 0, True
        self.before = self.used() if self.gpu else None
        if self.before is not None:
            threading.Thread(target=self.watch, daemon=True).start()

    def used(self):
        try:
            said = subprocess.run(["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits", "-i", self.index], capture_output=True, text=True, timeout=5)
            return int(said.stdout.strip().splitlines()[0]) << 20
        except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
            return None

    def watch(self):
        while self.running:
            self.most = max(self.most, self.used() or 0)
            time.sleep(0.2)

    def peak(self):
        self.running = False
        if self.gpu:
            return None if self.before is None else max(self.most, self.used() or 0) - self.before
        with open("/proc/self/status") as status:
            return next((int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM:")), None)


def attend(q, k, v):
    import torch
    fused = getattr(torch.nn.functional, "scaled_dot_product_attention", None)
    if fused is not None:
        return fused(q, k, v)
    return (q * q.shape[-1] ** -0.5 @ k.transpose(-2, -1)).softmax(-1) @ v


def plain_networks():
    """The two networks in the plainest form, written from the papers: arXiv:2408.06072, 2212.09748, 2209.09002."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Modulate(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.linear, self.norm = nn.Linear(TIME_WIDTH, 6 * width), nn.LayerNorm(width)

        def forward(self, video, text, time):
            shift, scale, gate, text_shift, text_scale, text_gate = self.linear(F.silu(time)).unsqueeze(1).chunk(6, dim=2)
            return self.norm(video) * (1 + scale) + shift, self.norm(text) * (1 + text_scale) + text_shift, gate, text_gate

    class Block(nn.Module):
        def __init__(self, heads):
            super().__init__()
            width = heads * HEAD
            self.heads = heads
            self.norm1, self.norm2 = Modulate(width), Modulate(width)
            self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
            self.norm_q, self.norm_k = nn.LayerNorm(HEAD, eps=1e-6), nn.LayerNorm(HEAD, eps=1e-6)
            self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

        def split(self, x):
            return x.unflatten(2, (self.heads, HEAD)).transpose(1, 2)

        @staticmethod
        def rotate(x, angles, skip):
            if angles is None:
                return x
            text, video = x[:, :, :skip], x[:, :, skip:]
            cos, sin = angles
            even, odd = video.float().unflatten(3, (-1, 2)).unbind(-1)
            video = torch.stack([even * cos - odd * sin, odd * cos + even * sin], dim=4).flatten(3)
            return torch.cat([text, video.to(x.dtype)], dim=2)

        def forward(self, video, text, time, angles):
            v, t, gate, text_gate = self.norm1(video, text, time)
            joint, skip = torch.cat([t, v], dim=1), t.shape[1]
            q = self.rotate(self.norm_q(self.split(self.q(joint))), angles, skip)
            k = self.rotate(self.norm_k(self.split(self.k(joint))), angles, skip)
            mixed = self.out(attend(q, k, self.split(self.v(joint))).transpose(1, 2).flatten(2))
            video, text = video + gate * mixed[:, skip:], text + text_gate * mixed[:, :skip]
            v, t, gate, text_gate = self.norm2(video, text, time)
            both = self.narrow(F.gelu(self.wide(torch.cat([t, v], dim=1)), approximate="tanh"))
            return video + gate * both[:, skip:], text + text_gate * both[:, :skip]

    class Transformer(nn.Module):
        def __init__(self, size, blocks):
            super().__init__()
            width = HEADS[size] * HEAD
            self.width, self.rotary = width, size == "5b"
            self.embed, self.text = nn.Conv2d(CHANNELS, width, 2, 2), nn.Linear(TEXT_WIDTH, width)
            self.time1, self.time2 = nn.Linear(width, TIME_WIDTH), nn.Linear(TIME_WIDTH, TIME_WIDTH)
            self.blocks = nn.ModuleList(Block(HEADS[size]) for _ in range(blocks))
            self.norm, self.norm_out = nn.LayerNorm(width), nn.LayerNorm(width)
            self.modulate, self.project = nn.Linear(TIME_WIDTH, 2 * width), nn.Linear(width, 4 * CHANNELS)

        def angles(self, frames, rows, columns, device):
            def axis(count, size):
                waves = 10000 ** (-torch.arange(0, size, 2, device=device).float() / size)
                return torch.outer(torch.arange(count, device=device).float(), waves)
            t, y, x = axis(frames, HEAD // 4), axis(rows, HEAD * 3 // 8), axis(columns, HEAD * 3 // 8)
            grid = torch.cat([t[:, None, None].expand(-1, rows, columns, -1), y[None, :, None].expand(frames, -1, columns, -1), x[None, None].expand(frames, rows, -1, -1)], dim=3)
            return grid.flatten(0, 2).cos(), grid.flatten(0, 2).sin()

        def forward(self, latents, text, timestep):
            batch, frames, _, height, width = latents.shape
            video = self.embed(latents.flatten(0, 1)).flatten(2).transpose(1, 2).reshape(batch, -1, self.width)
            half = torch.arange(self.width // 2, device=latents.device).float() / (self.width // 2)
            wave = timestep.float()[:, None] * (10000 ** -half)[None]
            time = self.time2(F.silu(self.time1(torch.cat([wave.cos(), wave.sin()], dim=1).to(latents.dtype))))
            text = self.text(text)
            angles = self.angles(frames, height // 2, width // 2, latents.device) if self.rotary else None
            for block in self.blocks:
                video, text = block(video, text, time, angles)
            shift, scale = self.modulate(F.silu(time)).unsqueeze(1).chunk(2, dim=2)
            return self.project(self.norm_out(self.norm(video)) * (1 + scale) + shift)

    class Causal(nn.Module):
        def __init__(self, source, target):
            super().__init__()
            self.conv, self.tail = nn.Conv3d(source, target, 3, padding=(0, 1, 1)), None

        def forward(self, x):
            before = x[:, :, :1].repeat(1, 1, 2, 1, 1) if self.tail is None else self.tail
            x = torch.cat([before, x], dim=2)
            self.tail = x[:, :, -2:].clone()
            return self.conv(x)

    class SpatialNorm(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.norm = nn.GroupNorm(32, channels, eps=1e-6)
            self.scale, self.shift = nn.Conv3d(CHANNELS, channels, 1), nn.Conv3d(CHANNELS, channels, 1)

        def forward(self, x, z):
            size = x.shape[2:]
            if size[0] > 1 and size[0] % 2 == 1:
                z = torch.cat([F.interpolate(z[:, :, :1], size=(1, *size[1:])), F.interpolate(z[:, :, 1:], size=(size[0] - 1, *size[1:]))], dim=2)
            else:
                z = F.interpolate(z, size=size)
            return self.norm(x) * self.scale(z) + self.shift(z)

    class Resnet(nn.Module):
        def __init__(self, source, target):
            super().__init__()
            self.norm1, self.conv1 = SpatialNorm(source), Causal(source, target)
            self.norm2, self.conv2 = SpatialNorm(target), Causal(target, target)
            self.short = nn.Conv3d(source, target, 1) if source != target else nn.Identity()

        def forward(self, x, z):
            h = self.conv1(F.silu(self.norm1(x, z)))
            return self.short(x) + self.conv2(F.silu(self.norm2(h, z)))

    class Decoder(nn.Module):
        def __init__(self):
            super().__init__()
            first = VAE_CHANNELS[0]
            self.begin = Causal(CHANNELS, first)
            self.mid = nn.ModuleList(Resnet(first, first) for _ in range(2))
            self.levels = nn.ModuleList(nn.ModuleList(Resnet(VAE_CHANNELS[max(level - 1, 0)] if i == 0 else to, to) for i in range(VAE_RESNETS)) for level, to in enumerate(VAE_CHANNELS))
            self.grow = nn.ModuleList(nn.Conv2d(to, to, 3, padding=1) for to in VAE_CHANNELS[:-1])
            self.norm, self.end = SpatialNorm(VAE_CHANNELS[-1]), Causal(VAE_CHANNELS[-1], 3)

        def chunk(self, z):
            x = self.begin(z)
            for resnet in self.mid:
                x = resnet(x, z)
            for level, resnets in enumerate(self.levels):
                for resnet in resnets:
                    x = resnet(x, z)
                if level == len(self.levels) - 1:
                    break
                if level < 2 and x.shape[2] > 1:
                    odd = x.shape[2] % 2
                    x = torch.cat([x[:, :, :odd], x[:, :, odd:].repeat_interleave(2, dim=2)], dim=2)
                frames = x.shape[2]
                x = self.grow[level](F.interpolate(x.transpose(1, 2).flatten(0, 1), scale_factor=2.0)).unflatten(0, (-1, frames)).transpose(1, 2)
            return self.end(F.silu(self.norm(x, z)))

        def forward(self, z):
            for module in self.modules():
                if isinstance(module, Causal):
                    module.tail = None
            start, result = 0, None
            while start < z.shape[2]:          # two at a time, the first piece takes what is left over
                length = min(2 + z.shape[2] % 2, z.shape[2]) if start == 0 else 2
                result = self.chunk(z[:, :, start:start + length])
                start += length
            return result

    return Transformer, Decoder


def step(options, device, dtype):
    import torch
    frames, height, width = (options.frames - 1) // 4 + 1, options.height // 8, options.width // 8
    blocks = options.blocks or BLOCKS[options.size]
    latents = torch.randn(2, frames, CHANNELS, height, width, device=device, dtype=dtype)
    text = torch.randn(2, TEXT_TOKENS, TEXT_WIDTH, device=device, dtype=dtype)
    timestep = torch.full((2,), 500, device=device)
    diffusers = None if options.plain else find_diffusers()
    if diffusers is None:
        network = plain_networks()[0](options.size, blocks)
        return "plain PyTorch", blocks, lambda: network(latents, text, timestep)

    rotary = options.size == "5b"
    network = diffusers.CogVideoXTransformer3DModel(
        num_attention_heads=HEADS[options.size], num_layers=blocks, sample_width=90, sample_height=60, sample_frames=49, use_rotary_positional_embeddings=rotary).eval()
    angles = None
    if rotary:
        from diffusers.models.embeddings import get_3d_rotary_pos_embed
        rows, columns = height // 2, width // 2
        angles = tuple(part.to(device) for part in get_3d_rotary_pos_embed(HEAD, ((0, 0), (rows, columns)), (rows, columns), frames))
    return "diffusers " + diffusers.__version__, blocks, lambda: network(hidden_states=latents, encoder_hidden_states=text, timestep=timestep, image_rotary_emb=angles, return_dict=False)[0]


def decode(options, device, dtype):
    import torch
    latents = torch.randn(1, CHANNELS, (options.frames - 1) // 4 + 1, options.height // 8, options.width // 8, device=device, dtype=dtype)
    diffusers = None if options.plain else find_diffusers()
    if diffusers is None:
        network = plain_networks()[1]()
        return "plain PyTorch", 0, lambda: network(latents)
    network = diffusers.AutoencoderKLCogVideoX(
        block_out_channels=(128, 256, 256, 512), layers_per_block=3, latent_channels=CHANNELS, down_block_types=("CogVideoXDownBlock3D",) * 4, up_block_types=("CogVideoXUpBlock3D",) * 4).eval()
    return "diffusers " + diffusers.__version__, 0, lambda: network.decode(latents, return_dict=False)[0]


def product(options, device, dtype):
    import torch
    side = 8192 if device.startswith("cuda") else 4096
    left, right = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    return "PyTorch", 0, lambda: left @ right


def find_diffusers():
    try:
        import diffusers
        diffusers.CogVideoXTransformer3DModel, diffusers.AutoencoderKLCogVideoX
        return diffusers
    except Exception:    # absent, too old, or broken by what else is installed: then the plain network it is
        return None


def measure(options):
    memory = Memory(options.device)
    try:
        import torch
    except ImportError as problem:
        sys.exit(f"This Python has no PyTorch ({problem}): name another one with --python.")
    if options.device.startswith("cuda") and not torch.cuda.is_available():
        sys.exit("PyTorch finds no GPU: see what nvidia-smi says, and whether this PyTorch was built for CUDA (python -c 'import torch; print(torch.version.cuda)').")
    import os
    if not options.device.startswith("cuda") and torch.get_num_threads() == 1:
        torch.set_num_threads(len(os.sched_getaffinity(0)))      # 1.13 counts one on machines younger than itself
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    dtype = getattr(torch, options.dtype)
    torch.set_default_dtype(dtype)
    if hasattr(torch, "set_default_device"):
        torch.set_default_device(options.device)     # weights are drawn where they are needed
    with torch.no_grad():
        name, blocks, run = {"step": step, "decode": decode, "product": product}[options.work](options, options.device, dtype)
        seconds = []
        for i in range(options.rounds + 1):
            start = time.perf_counter()
            result = run()
            result.flatten()[:1].float().cpu()       # the GPU is done
            if i > 0:
                seconds.append(time.perf_counter() - start)
            del result
    print(json.dumps({"seconds": sorted(seconds), "peak": memory.peak(), "device": options.device, "type": options.dtype, "blocks": blocks, "peer": f"{name}, torch {torch.__version__}"}))


def table(files):
    """Lines of "work<TAB>who<TAB>JSON", the rounds of ours and of the peer's taking turns."""
    rows = {}
    for path in files:
        with open(path) as lines:
            for line in lines:
                work, who, said = line.rstrip("\n").split("\t", 2)
                rows.setdefault(work, {}).setdefault(who, []).append(json.loads(said))
    print("| what | CogSpace, s | GFLOP/s | peak | peer, s | peak | peer / CogSpace | peer |")
    print("|---|---|---|---|---|---|---|---|")

    def summary(results):
        times = [second for result in results for second in result["seconds"]]
        peaks = [result["peak"] for result in results if result["peak"] is not None]
        return statistics.median(times), f"{max(peaks) / 1e9:.1f} GB" if peaks else "unknown"

    for work, sides in rows.items():
        ours, peer = sides.get("ours"), sides.get("peer")
        mine, mine_peak = summary(ours) if ours else (None, "")
        its, its_peak = summary(peer) if peer else (None, "")
        print(f"| {work} | {f'{mine:.3f}' if mine else 'failed'} | {ours[0]['operations'] / mine / 1e9:.0f} | {mine_peak} " if mine else f"| {work} | failed | | ", end="")
        print(f"| {f'{its:.3f}' if its else 'failed'} | {its_peak} | {f'{its / mine:.2f}' if mine and its else ''} | {peer[0]['peer'] if peer else ''} |")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "table":
        table(sys.argv[2:])
    else:
        measure(arguments())
