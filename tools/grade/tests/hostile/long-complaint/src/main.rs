macro_rules! complain {
    ($($name:ident)*) => { $(let _: u8 = $name::no_es_un_numero::ni_una_direccion::ni_nada_que_exista();)* };
}

fn main() {
    complain!(
        aa ab ac ad ae af ag ah ai aj ak am an ao ap aq ar at au av aw ax ay az ba bb bc bd be bf bg bh bi bj bk bm
        bn bo bp bq br bs bt bu bv bw bx by bz ca cb cc cd ce cf cg ch ci cj ck cm cn co cp cq cr cs ct cu cv cw cx
        cy cz da db dc dd de df dg dh di dj dk dm dn dp dq dr ds dt du dv dw dx dy dz ea eb ec ed ee ef eg eh ei ej
        ek em en eo ep eq er es et eu ev ew ex ey ez fa fb fc fd fe ff fg fh fi fj fk fm fo fp fq fr fs ft fu fv fw
        fx fy fz ga gb gc gd ge gf gg gh gi gj gk gm gn go gp gq gr gs gt gu gv gw gx gy gz ha hb hc hd he hf hg hh
        hi hj hk hm hn ho hp hq hr hs ht hu hv hw hx hy hz ia ib ic id ie ig ih ii ij ik im io ip iq ir is it iu iv
        iw ix iy iz ja jb jc jd je jf jg jh ji jj jk jm jn jo jp jq jr js jt ju jv jw jx jy jz ka kb kc kd ke kf kg
        kh ki kj kk km kn ko kp kq kr ks kt ku kv kw kx ky kz ma mb mc md me mf mg mh mi mj mk mm mn mo mp mq mr ms
        mt mu mv mw mx my mz na nb nc nd ne nf ng nh ni nj nk nm nn no np nq nr ns nt nu nv nw nx ny nz oa ob oc od
        oe of og oh oi oj ok om on oo op oq or os ot ou ov ow ox oy oz pa pb pc pd pe pf pg ph pi pj pk pm pn po pp
        pq pr ps pt pu pv pw px py pz qa qb qc qd qe qf qg qh qi qj qk qm qn qo qp qq qr qs qt qu qv qw qx qy qz ra
        rb rc rd re rf rg rh ri rj rk rm rn ro rp rq rr rs rt ru rv rw rx ry rz sa sb sc sd se sf sg sh si sj sk sm
        sn so sp sq sr ss st su sv sw sx sy sz ta tb tc td te tf tg th ti tj tk tm tn to tp tq tr ts tt tu tv tw tx
        ty tz ua ub uc ud ue uf ug uh ui uj uk um un uo up uq ur us ut uu uv uw ux uy uz va vb vc vd ve vf vg vh vi
        vj vk vm vn vo vp vq vr vs vt vu vv vw vx vy vz wa wb wc wd we wf wg wh wi wj wk wm wn wo wp wq wr ws wt wu
        wv ww wx wy wz xa xb xc xd xe xf xg xh xi xj xk xm xn xo xp xq xr xs xt xu xv xw xx xy xz ya yb yc yd ye yf
        yg yh yi yj yk ym yn yo yp yq yr ys yt yu yv yw yx yy yz za zb zc zd ze zf zg zh zi zj zk zm zn zo zp zq zr
        zs zt zu zv zw zx zy zz
    );
}
