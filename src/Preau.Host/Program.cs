using Preau.Host.Commands;

return await CommandLine.Run(args);
