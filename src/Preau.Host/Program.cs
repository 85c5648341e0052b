using Preau.Host.Commands;

Tongue.Speak();
return await CommandLine.Run(args);
