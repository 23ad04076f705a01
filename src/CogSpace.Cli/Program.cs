return await CogSpace.Cli.CommandLine.RunAsync(args);
