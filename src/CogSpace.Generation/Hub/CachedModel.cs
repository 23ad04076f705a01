namespace CogSpace.Generation.Hub;

/// <summary>A state of a model that is in the cache as far as it is needed.</summary>
/// <param name="Id">The model and how the state is called.</param>
/// <param name="Commit">Which state it is.</param>
/// <param name="Folder">Its files, by their names.</param>
public sealed record CachedModel(HubModelId Id, string Commit, string Folder);
