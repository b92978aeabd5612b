// oidc-provider as its documentation configures it: everybody may sign in under any name, and is in the groups that the
// environment names. Access tokens are for the resource that a client asks for, and only for one that is known.
import { Provider } from "oidc-provider";

const { PORT, CLIENT, GROUPS, RESOURCE } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const provider = new Provider(issuer, {
  clients: [JSON.parse(CLIENT)],
  claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
  scopes: ["openid", "offline_access", "ask", "read"],
  clientBasedCORS: () => true,
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, groups: GROUPS.split(",") }),
  }),
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: () => ({ scope: "ask read", audience: RESOURCE, accessTokenFormat: "jwt" }),
      useGrantedResource: () => true,
    },
  },
});
provider.listen(Number(PORT), "127.0.0.1", () => console.log("listening"));
