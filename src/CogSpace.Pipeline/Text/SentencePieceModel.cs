namespace CogSpace.Pipeline.Text;

/// <summary>What a piece of a SentencePiece vocabulary is for; the numbers are those of the file format.</summary>
internal enum PieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>
/// One entry of the vocabulary. Its id is its place in the list; its score is the logarithm of its probability.
/// </summary>
internal readonly record struct SentencePiece(string Text, float Score, PieceKind Kind);

/// <summary>How text is tidied before it is cut into pieces.</summary>
/// <param name="Rules">Character folding; null: characters stay as they are.</param>
/// <param name="AddDummyPrefix">A space goes before the text, so that a first word is like any other.</param>
/// <param name="RemoveExtraWhitespaces">Runs of spaces become one, those at both ends go.</param>
/// <param name="EscapeWhitespaces">Spaces become U+2581, as in the vocabulary.</param>
internal sealed record NormalizerSpec(
    CharsMap? Rules = null, bool AddDummyPrefix = true, bool RemoveExtraWhitespaces = true, bool EscapeWhitespaces = true);

/// <summary>A spiece.model file: a unigram vocabulary and how text is normalised for it.</summary>
/// <remarks>Source: sentencepiece_model.proto, ModelProto.</remarks>
internal sealed class SentencePieceModel
{
    private const int LongestFile = 16 << 20;   // that of the published T5 models has 0.8 MB
    private const int LongestPiece = 512;       // bounds the work per character
    private const int UnigramType = 1;

    private readonly List<SentencePiece> _pieces = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    private SentencePieceModel(ReadOnlySpan<byte> file)
    {
        var reader = new ProtobufReader(file);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: Add(ReadPiece(reader.Bytes(), _pieces.Count)); break;
                case 2: CheckTrainerSpec(reader.Bytes()); break;
                case 3: Normalizer = ReadNormalizerSpec(reader.Bytes(), Normalizer); break;
            }
        }

        UnknownId = _pieces.FindIndex(p => p.Kind == PieceKind.Unknown);
        if (!_pieces.Exists(p => p.Kind == PieceKind.Normal))
            throw new InvalidDataException("it holds no vocabulary.");
        if (UnknownId < 0 || UnknownId != _pieces.FindLastIndex(p => p.Kind == PieceKind.Unknown))
            throw new InvalidDataException("exactly one of its pieces must stand for the unknown.");
    }

    public IReadOnlyList<SentencePiece> Pieces => _pieces;

    /// <summary>Id of the piece that stands for whatever the vocabulary cannot spell.</summary>
    public int UnknownId { get; }

    public NormalizerSpec Normalizer { get; } = new();

    /// <exception cref="ModelLoadException">The file is missing, damaged, or holds another kind of model.</exception>
    public static SentencePieceModel Load(string file)
    {
        try
        {
            return new SentencePieceModel(TokenizerFiles.ReadBytes(file, LongestFile));
        }
        catch (InvalidDataException e)
        {
            throw new ModelLoadException(file, e.Message, e);
        }
    }

    /// <summary>Id of a piece, or null.</summary>
    public int? IdOf(string piece) => _ids.TryGetValue(piece, out int id) ? id : null;

    private void Add(SentencePiece piece)
    {
        if (!_ids.TryAdd(piece.Text, _pieces.Count))
            throw new InvalidDataException($"pieces {_ids[piece.Text]} and {_pieces.Count} are the same.");
        _pieces.Add(piece);
    }

    private static SentencePiece ReadPiece(ReadOnlySpan<byte> message, int id)
    {
        var (text, score, kind) = ("", 0f, PieceKind.Normal);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: text = reader.String(); break;
                case 2: score = reader.Float(); break;
                case 3: kind = (PieceKind)reader.Int32(); break;
            }
        }

        if (text.Length is 0 or > LongestPiece)
            throw new InvalidDataException($"piece {id} has {text.Length} characters.");
        if (!float.IsFinite(score))
            throw new InvalidDataException($"the score of piece {id} is not a number.");
        if (!Enum.IsDefined(kind))
            throw new InvalidDataException($"piece {id} is of the unknown kind {(int)kind}.");
        return new SentencePiece(text, score, kind);
    }

    /// <summary>Refuses models that would give other ids than the unigram path of this tokenizer does.</summary>
    private static void CheckTrainerSpec(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3 when reader.Int32() != UnigramType:
                    throw new InvalidDataException("it is not a unigram model, which T5 needs.");
                case 24 when reader.Bool():
                    throw new InvalidDataException("it puts spaces behind words; T5 puts them before.");
                case 35 when reader.Bool():
                    throw new InvalidDataException("it spells unknown characters in bytes, which T5 does not.");
            }
        }
    }

    /// <param name="message">What it does not say stays as it was, as protobuf merges messages.</param>
    /// <param name="spec">What has been read before.</param>
    private static NormalizerSpec ReadNormalizerSpec(ReadOnlySpan<byte> message, NormalizerSpec spec)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2 when !reader.Bytes().IsEmpty: spec = spec with { Rules = new CharsMap(reader.Bytes()) }; break;
                case 3: spec = spec with { AddDummyPrefix = reader.Bool() }; break;
                case 4: spec = spec with { RemoveExtraWhitespaces = reader.Bool() }; break;
                case 5: spec = spec with { EscapeWhitespaces = reader.Bool() }; break;
            }
        }

        return spec;
    }
}
