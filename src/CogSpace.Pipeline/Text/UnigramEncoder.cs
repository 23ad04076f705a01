using System.Text;

namespace CogSpace.Pipeline.Text;

/// <summary>Cuts normalised text into the pieces whose scores add up highest (Viterbi).</summary>
/// <remarks>
/// Source: sentencepiece unigram_model.cc, Model::EncodeOptimized; paper arXiv:1804.10959.
/// Sums are float, and of equal paths the one found first stays. Releases before 0.2.2 compared in double, with the other
/// outcome for some exact ties ("000" as "00" + "0" or "0" + "00").
/// </remarks>
internal sealed class UnigramEncoder
{
    private const float UnknownPenalty = 10;

    private readonly ByteTrie _trie = new();
    private readonly float[] _scores;
    private readonly float _unknownScore;
    private readonly int _unknownId;

    public UnigramEncoder(SentencePieceModel model)
    {
        _unknownId = model.UnknownId;
        var scores = model.Pieces.Where(p => p.Kind == PieceKind.Normal).Select(p => p.Score).ToArray();
        _unknownScore = scores.Min() - UnknownPenalty;
        float best = Math.Max(scores.Max(), 1.17549435e-38f);   // FLT_MIN, where the original's search for the maximum starts

        _scores = new float[model.Pieces.Count];
        for (int id = 0; id < _scores.Length; id++)
        {
            var piece = model.Pieces[id];
            if (piece.Kind is not (PieceKind.Normal or PieceKind.UserDefined))
                continue;   // never spelled: control tokens come from the text as a whole

            byte[] bytes = Encoding.UTF8.GetBytes(piece.Text);
            _scores[id] = piece.Kind == PieceKind.Normal ? piece.Score : bytes.Length * best - 0.1f; // user-defined: always wins
            _trie.Add(bytes, id);
        }
    }

    /// <summary>Adds the ids of a text, which is normalised UTF-8, to a list.</summary>
    public void Encode(ReadOnlySpan<byte> text, List<int> ids)
    {
        if (text.IsEmpty)
            return;

        var reached = new PathEnd[text.Length + 1];
        for (int start = 0; start < text.Length;)
        {
            float scoreHere = reached[start].Score;
            int character = Math.Min(CharacterLength(text[start]), text.Length - start);
            bool spelled = false;   // a piece covers exactly this character
            int node = ByteTrie.Root;
            for (int end = start + 1; end <= text.Length && _trie.Step(ref node, text[end - 1]); end++)
            {
                int id = _trie.ValueAt(node);
                if (id == ByteTrie.None)
                    continue;

                reached[end].Offer(scoreHere + _scores[id], end - start, id);
                spelled |= end - start == character;
            }

            if (!spelled)
                reached[start + character].Offer(scoreHere + _unknownScore, character, _unknownId);
            start += character;
        }

        Trace(reached, ids);
    }

    /// <summary>Walks the best path back from its end; neighbouring unknowns become one.</summary>
    private void Trace(PathEnd[] reached, List<int> ids)
    {
        int first = ids.Count;
        for (int end = reached.Length - 1; end > 0; end -= reached[end].Length)
        {
            int id = reached[end].Id;
            if (id != _unknownId || ids.Count == first || ids[^1] != _unknownId)
                ids.Add(id);
        }

        ids.Reverse(first, ids.Count - first);
    }

    /// <summary>Bytes of the UTF-8 character that begins with this one.</summary>
    private static int CharacterLength(byte lead) => lead switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    /// <summary>The best path that ends at one byte: its score and its last piece. Length 0: none yet.</summary>
    private struct PathEnd
    {
        public float Score;
        public int Length;
        public int Id;

        public void Offer(float score, int length, int id)
        {
            if (Length == 0 || score > Score)
                (Score, Length, Id) = (score, length, id);
        }
    }
}
