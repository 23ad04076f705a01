using System.ComponentModel.DataAnnotations;
using CogSpace.Web.Hosting;
using CogSpace.Web.Models;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>What is said of a setting that is out of its range, without a server.</summary>
public sealed class OptionSentencesTests
{
    public static TheoryData<object, string> Refused => new()
    {
        { new ModelsOptions { Type = (ComputeType)9 }, "The field Type must be Auto, F32, BF16 or F16." },
        { new ModelsOptions { Memory = (MemoryMode)9 }, "The field Memory must be Auto, Resident, Model or Sequential." },
        { new ModelsOptions { Weights = (WeightKind)9 }, "The field Weights must be Auto, BF16 or I8." },
        {
            new HostingOptions { PathBase = "cogspace/" },
            "The field PathBase must be empty or look like /cogspace, without a slash at the end."
        },
        {
            new HostingOptions { TrustedProxies = ["10.0.0.1", "10.0.0.0/99"] },
            "The field TrustedProxies must hold IP addresses or networks as 10.0.0.0/8, not \"10.0.0.0/99\"."
        },
        {
            new HostingOptions { AllowedHosts = ["https://a.example"] },
            "The field AllowedHosts must hold names as videos.example.org or *.example.org, not \"https://a.example\"."
        },
        {
            new HostingOptions { FrameAncestors = ["https://a.example/path"] },
            "The field FrameAncestors must hold sites as https://example.org or https://*.example.org, " +
            "not \"https://a.example/path\"."
        },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Validate_OutOfRange_SaysWhatItMayBe(object options, string sentence)
    {
        var results = new List<ValidationResult>();

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true));

        Assert.Equal(sentence, Assert.Single(results).ErrorMessage);
    }
}
