namespace CogSpace.Verification.Speed;

/// <summary>Which of the published models a network is as wide as.</summary>
public enum ModelSize
{
    TwoB,
    FiveB,
}
