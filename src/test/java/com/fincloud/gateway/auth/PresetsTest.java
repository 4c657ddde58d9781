package com.fincloud.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens in the shapes that issuers document: access tokens pass with their user and roles, ID tokens and others do not. */
class PresetsTest {

    private static final KeyPair KEYS = TestSigner.ec("secp256r1");

    @TempDir
    private Path folder = Path.of("");

    private JwtVerifier verifier(String preset) {
        String file = "issuers:\n  - name: x\n    issuer: https://issuer\n    preset: " + preset
                + "\n    audience: fincloud\n    algorithms: [ES256]\n    key: |\n      "
                + TestSigner.pem(KEYS.getPublic()).replaceAll("\\R", "\n      ");
        try {
            Path path = Files.writeString(folder.resolve("issuers.yaml"), file, StandardCharsets.UTF_8);
            Jwt settings = new Jwt("", "", "", "", "", "", Duration.ZERO, Claims.FINCLOUD, path.toString(), "");
            return new JwtVerifier(settings, true, TestToken.CLOCK, new Revocations(), KeySetConnection.direct());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> bearer(String type, String claims) {
        String header = "{\"alg\":\"ES256\"" + (type.equals("-") ? "" : ",\"typ\":\"" + type + "\"") + "}";
        String body = "{\"iss\":\"https://issuer\",\"iat\":" + TestToken.SECOND + ",\"exp\":" + (TestToken.SECOND + 60)
                + "," + claims.replace('\'', '"') + "}";
        String signed = TestToken.base64(header) + "." + TestToken.base64(body);
        byte[] signature = TestSigner.of("ES256", KEYS.getPrivate()).sign(signed.getBytes(StandardCharsets.US_ASCII));
        return List.of("Bearer " + signed + "." + TestToken.base64(signature));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    keycloak ; JWT    ; 'typ':'Bearer','sub':'f:8c5d:ada','aud':['fincloud','account'],'azp':'web','realm_access':{'roles':['admin','user']},'resource_access':{'account':{'roles':['x']}},'scope':'openid email','email':'a@b.c' ; f:8c5d:ada ; admin,user
                    keycloak ; at+jwt ; 'typ':'Bearer','sub':'7d1c','aud':'fincloud'                                                    ; 7d1c        ; user
                    auth0    ; JWT    ; 'sub':'auth0|123456','aud':['fincloud','https://d.auth0.com/userinfo'],'azp':'c','scope':'openid read:a','permissions':['read:a','write:a'] ; auth0|123456 ; read:a,write:a
                    auth0    ; at+jwt ; 'sub':'auth0|1','aud':['fincloud'],'client_id':'c','jti':'j'                                    ; auth0|1     ; user
                    auth0    ; JWT    ; 'sub':'c@clients','aud':'fincloud','azp':'c','gty':'client-credentials'                         ; c@clients   ; user
                    entra    ; JWT    ; 'aud':'fincloud','azp':'c','azpacr':'1','oid':'o','scp':'a.read b','sub':'AAx-_1','tid':'t','ver':'2.0','roles':['Clerk'] ; AAx-_1 ; Clerk
                    entra    ; JWT    ; 'aud':'fincloud','azp':'c','azpacr':'1','oid':'o','sub':'o','idtyp':'app','roles':['Job.Run']   ; o           ; Job.Run
                    entra    ; JWT    ; 'aud':'fincloud','appid':'c','appidacr':'1','oid':'o','sub':'s','ver':'1.0'                     ; s           ; user
                    cognito  ; -      ; 'sub':'aaaa-bbbb','cognito:groups':['admins','x'],'client_id':'fincloud','token_use':'access','scope':'openid','username':'ada','version':2 ; aaaa-bbbb ; admins,x
                    okta     ; -      ; 'ver':1,'jti':'AT.1','aud':'fincloud','cid':'c','uid':'u','scp':['openid','email'],'sub':'ada@b.c','groups':['Everyone','Ops Team'] ; ada@b.c ; Everyone,Ops Team
                    zitadel  ; JWT    ; 'aud':['fincloud','2'],'client_id':'c','sub':'16546','jti':'V1','nbf':1,'urn:zitadel:iam:org:project:roles':{'b':{'1':'x.org'},'a':{'1':'x.org'}} ; 16546 ; a,b
                    spring   ; -      ; 'sub':'ada','aud':'fincloud','nbf':1,'scope':['openid','x'],'jti':'j','roles':['clerk']         ; ada         ; clerk
                    spring   ; -      ; 'sub':'job','aud':['fincloud'],'nbf':1                                                          ; job         ; user
                    """)
    void anAccessTokenPasses(String preset, String type, String claims, String user, String roles) {
        Caller caller = verifier(preset).verify(bearer(type, claims));

        assertThat(caller.userId()).isEqualTo("x:" + user);
        assertThat(caller.roleHeader()).isEqualTo(roles);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    keycloak ; JWT ; 'typ':'ID','sub':'1','aud':'fincloud','at_hash':'h','azp':'fincloud'                        ; type
                    keycloak ; JWT ; 'typ':'Refresh','sub':'1','aud':'fincloud','scope':'openid'                                 ; type
                    keycloak ; JWT ; 'typ':'Offline','sub':'1','aud':'fincloud'                                                  ; type
                    keycloak ; JWT ; 'typ':'Bearer','sub':'1','aud':'account'                                                    ; audience
                    auth0    ; JWT ; 'sub':'auth0|1','aud':'fincloud','nickname':'ada','sid':'s','nonce':'n'                     ; type
                    auth0    ; JWT ; 'sub':'auth0|1','aud':'fincloud','nickname':'ada'                                           ; type
                    entra    ; JWT ; 'aud':'fincloud','sub':'1','oid':'o','tid':'t','ver':'2.0','roles':['Clerk'],'nonce':'n'    ; type
                    entra    ; JWT ; 'aud':'fincloud','sub':'1','oid':'o','tid':'t','ver':'2.0','roles':['Clerk']                ; type
                    cognito  ; -   ; 'sub':'1','aud':'fincloud','token_use':'id','cognito:groups':['admins']                     ; audience
                    cognito  ; -   ; 'sub':'1','client_id':'fincloud','aud':'fincloud','token_use':'id'                          ; type
                    cognito  ; -   ; 'sub':'1','client_id':'other','token_use':'access'                                          ; audience
                    okta     ; -   ; 'sub':'u','aud':'fincloud','ver':1,'jti':'ID.1','amr':['pwd'],'at_hash':'h','auth_time':1   ; type
                    okta     ; -   ; 'sub':'u','aud':'fincloud','ver':1,'jti':'ID.1','groups':['Everyone']                        ; type
                    zitadel  ; JWT ; 'sub':'1','aud':['fincloud'],'azp':'c','amr':['pwd'],'auth_time':1,'at_hash':'h'            ; type
                    zitadel  ; JWT ; 'sub':'1','aud':['fincloud'],'azp':'c','urn:zitadel:iam:org:project:roles':{'a':{}}         ; type
                    spring   ; -   ; 'sub':'ada','aud':'fincloud','azp':'fincloud','auth_time':1,'sid':'s','jti':'j','nonce':'n'  ; type
                    spring   ; -   ; 'sub':'ada','aud':'fincloud','azp':'fincloud','auth_time':1,'sid':'s','jti':'j'              ; type
                    """)
    void anotherTokenOfTheSameIssuerDoesNot(String preset, String type, String claims, String reason) {
        assertThatThrownBy(() -> verifier(preset).verify(bearer(type, claims)))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
