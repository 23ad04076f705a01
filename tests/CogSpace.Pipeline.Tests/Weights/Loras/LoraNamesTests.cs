using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Pipeline.Tests.Weights.Loras;

public sealed class LoraNamesTests
{
    [Theory]
    [InlineData("lora_unet__transformer_blocks_0_attn1_to_q.lora_down.weight", "transformer_blocks.0.attn1.to_q")]
    [InlineData("lora_unet_transformer_blocks_41_attn1_to_out_0.lora_up.weight", "transformer_blocks.41.attn1.to_out.0")]
    [InlineData("lora_transformer_transformer_blocks_7_ff_net_0_proj.alpha", "transformer_blocks.7.ff.net.0.proj")]
    [InlineData("lora_unet__transformer_blocks_7_ff_net_2.lora_up.weight", "transformer_blocks.7.ff.net.2")]
    [InlineData("lora_unet__transformer_blocks_7_norm2_linear.lora_up.weight", "transformer_blocks.7.norm2.linear")]
    [InlineData("lora_unet__time_embedding_linear_2.lora_up.weight", "time_embedding.linear_2")]
    [InlineData("lora_unet__proj_out.lora_up.weight", "proj_out")]
    [InlineData("lora_unet_down_blocks_0_attn1_to_q.lora_up.weight", "lora_unet_down_blocks_0_attn1_to_q")]
    [InlineData("lora_unet__transformer_blocks_0_attn9_to_q.alpha", "lora_unet__transformer_blocks_0_attn9_to_q")]
    public void Parse_Underscores_BecomeDotsWhereTheLayerIsKnown(string name, string layer) =>
        Assert.Equal(layer, LoraNames.Parse(name)?.Layer);

    [Theory]
    [InlineData("transformer_blocks.0.attn1.to_q.weight")]
    [InlineData("transformer_blocks.0.attn1.to_q.lora_C.weight")]
    [InlineData("lora_A.weight.x")]
    public void Parse_WhatIsNoPart_IsNone(string name) => Assert.Null(LoraNames.Parse(name));
}
