namespace CogSpace;

/// <summary>How much of a model is in memory at a time. The result is the same, bit by bit.</summary>
public enum MemoryMode
{
    /// <summary>The first of the others, in their order, that fits what is free.</summary>
    Auto,

    /// <summary>All networks, from the first video to the last.</summary>
    Resident,

    /// <summary>One network, while it works.</summary>
    Model,

    /// <summary>One layer of the text encoder or the transformer, and the next one on its way.</summary>
    Sequential,
}
