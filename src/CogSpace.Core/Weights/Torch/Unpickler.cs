using static CogSpace.Weights.Torch.PickleOpcode;

namespace CogSpace.Weights.Torch;

/// <summary>Runs a pickle on a machine that can describe tensors and plain containers, and nothing else.</summary>
/// <remarks>
/// Whatever is not listed here is refused by its name the moment it is met; no byte of a tensor has been looked at by then.
/// Nothing walks through what was built, so that a container that holds itself does no harm.
/// Source: Python's documentation of pickletools; torch/serialization.py for the persistent ids.
/// </remarks>
internal sealed class Unpickler(byte[] bytes, int start)
{
    /// <summary>The largest pickle that is read. That of a model with a thousand tensors takes a seventieth.</summary>
    public const int MaxBytes = 16_000_000;

    // Each builds one small object at most, so that a small file cannot fill the memory.
    private const int MaxInstructions = 1_000_000;

    private readonly PickleBytes _bytes = new(bytes, start);
    private readonly PickleStack _stack = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly PickleReferences _references = new();

    /// <summary>Where the pickle ends, once it was run.</summary>
    public int End => _bytes.Position;

    /// <summary>Every storage that a tensor may look into.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _references.Storages;

    /// <returns>What the pickle describes.</returns>
    /// <exception cref="PickleException">It is damaged or does what it may not.</exception>
    public object? Run()
    {
        for (int i = 0; i < MaxInstructions; i++)
        {
            var opcode = _bytes.Opcode();
            if (opcode == Stop)
                return _stack.PopLast();
            Step(opcode);
        }

        throw new PickleException($"takes more than {MaxInstructions} instructions");
    }

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case Proto: _bytes.Skip(1); break;
            case PickleOpcode.Frame: _bytes.Skip(8); break;
            case Mark: _stack.Mark(); break;

            case None: _stack.Push(null); break;
            case NewTrue: _stack.Push(true); break;
            case NewFalse: _stack.Push(false); break;
            case BinInt: _stack.Push((long)_bytes.Int32()); break;
            case BinInt1: _stack.Push((long)_bytes.Byte()); break;
            case BinInt2: _stack.Push((long)_bytes.UInt16()); break;
            case Long1: _stack.Push(_bytes.Long(_bytes.Byte())); break;
            case Long4: _stack.Push(_bytes.Long(_bytes.UInt32())); break;
            case BinFloat: _stack.Push(_bytes.Double()); break;

            case ShortBinUnicode or ShortBinString: _stack.Push(_bytes.Text(_bytes.Byte())); break;
            case BinUnicode or BinString: _stack.Push(_bytes.Text(_bytes.UInt32())); break;
            case BinUnicode8: _stack.Push(_bytes.Text(_bytes.UInt64())); break;

            case EmptyTuple: _stack.Push(new PickleTuple([])); break;
            case Tuple1: _stack.Push(new PickleTuple(_stack.PopMany(1))); break;
            case Tuple2: _stack.Push(new PickleTuple(_stack.PopMany(2))); break;
            case Tuple3: _stack.Push(new PickleTuple(_stack.PopMany(3))); break;
            case PickleOpcode.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); break;
            case EmptyList or EmptySet: _stack.Push(new PickleList()); break;
            case FrozenSet: _stack.Push(ListOf(_stack.PopToMark())); break;
            case EmptyDict: _stack.Push(new PickleDict()); break;
            case Append: Extend(_stack.PopMany(1)); break;
            case Appends or AddItems: Extend(_stack.PopToMark()); break;
            case SetItem: Fill(_stack.PopMany(2)); break;
            case SetItems: Fill(_stack.PopToMark()); break;

            case BinPut: Remember(_bytes.Byte()); break;
            case LongBinPut: Remember(_bytes.UInt32()); break;
            case Memoize: Remember((uint)_memo.Count); break;
            case BinGet: _stack.Push(Recall(_bytes.Byte())); break;
            case LongBinGet: _stack.Push(Recall(_bytes.UInt32())); break;

            case Global:
                _stack.Push(PickleReferences.Named(_bytes.Line(), _bytes.Line()));
                break;
            case StackGlobal:
                _stack.Push(
                    _stack.PopMany(2) is [string module, string name]
                        ? PickleReferences.Named(module, name)
                        : throw new PickleException("refers to a name that is not text")
                );
                break;
            case Reduce:
                _stack.Push(_references.Call(_stack.PopMany(2)));
                break;
            case Build:
                DropState();
                break;
            case BinPersId:
                _stack.Push(_references.Storage(_stack.PopMany(1)[0]));
                break;

            default:
                throw new PickleException(Enum.IsDefined(opcode)
                    ? $"contains the instruction {opcode.ToString().ToUpperInvariant()}, which files of weights have no use for"
                    : $"contains the byte {(byte)opcode:x2} where an instruction should be; it is damaged");
        }
    }

    // Python counts from zero; numbers of any size could be chosen so that looking them up takes forever.
    private void Remember(uint index) =>
        _memo[
            index < MaxInstructions
                ? index
                : throw new PickleException($"remembers something as number {index}; it is damaged")
        ] = _stack.Top;

    private object? Recall(uint index) =>
        _memo.TryGetValue(index, out object? value)
            ? value
            : throw new PickleException($"recalls entry {index} of its memory, where nothing is");

    private static PickleList ListOf(object?[] items)
    {
        var list = new PickleList();
        foreach (object? item in items)
            list.Add(item);
        return list;
    }

    private void Extend(object?[] items)
    {
        if (_stack.Top is not PickleList list)
            throw new PickleException("adds items to something that is not a list");
        foreach (object? item in items)
            list.Add(item);
    }

    private void Fill(object?[] pairs)
    {
        if (_stack.Top is not PickleDict dictionary || pairs.Length % 2 != 0)
            throw new PickleException("puts items into something that is not a dictionary");
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (!dictionary.TryAdd(pairs[i], pairs[i + 1]))
                throw new PickleException($"lists \"{PickleReferences.Printable((string)pairs[i]!)}\" twice");
        }
    }

    // The attributes of a dictionary: torch notes the versions of its modules in "_metadata".
    private void DropState()
    {
        if (_stack.PopMany(1)[0] is not PickleDict || _stack.Top is not PickleDict)
            throw new PickleException("sets the inside of something that is not a dictionary (BUILD)");
    }
}
